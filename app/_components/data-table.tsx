"use client";

// A table of rows that the server has already filtered and paged. On a narrow window each row becomes a card with its
// column names beside the values; the roles are written out because `display` would otherwise take them away.
import { makeStyles, mergeClasses, Skeleton, SkeletonItem, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

export type Column<T> = {
  key: string;
  header: string;
  cell: (row: T) => ReactNode;
  width?: string;
  numeric?: boolean;
};

const NARROW = "@media (max-width: 760px)";

const useStyles = makeStyles({
  frame: {
    overflowX: "auto",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  table: {
    width: "100%",
    borderCollapse: "collapse",
    fontSize: tokens.fontSizeBase300,
    [NARROW]: { display: "block" },
  },
  dimmed: { opacity: 0.6 },
  head: { [NARROW]: { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" } },
  heading: {
    padding: "10px 12px",
    textAlign: "start",
    fontWeight: tokens.fontWeightSemibold,
    whiteSpace: "nowrap",
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  numeric: { textAlign: "end", fontVariantNumeric: "tabular-nums" },
  body: { [NARROW]: { display: "block" } },
  row: {
    ":not(:last-child)": { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
    [NARROW]: { display: "block", padding: "8px 4px" },
  },
  cell: {
    padding: "10px 12px",
    verticalAlign: "middle",
    overflowWrap: "anywhere",
    [NARROW]: { display: "flex", columnGap: "12px", padding: "4px 10px", textAlign: "start" },
  },
  label: {
    display: "none",
    flex: "0 0 34%",
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
    [NARROW]: { display: "block" },
  },
  value: { minWidth: 0, [NARROW]: { flex: "1 1 auto" } },
  empty: { padding: 0, [NARROW]: { display: "block" } },
});

type Props<T> = {
  label: string;
  columns: readonly Column<T>[];
  /** Undefined while the first page is on its way. */
  rows: readonly T[] | undefined;
  rowKey: (row: T) => string;
  empty: ReactNode;
  /** The rows shown belong to the previous question. */
  dimmed?: boolean;
};

export function DataTable<T>({ label, columns, rows, rowKey, empty, dimmed = false }: Props<T>) {
  const styles = useStyles();
  return (
    <div className={styles.frame}>
      <table role="table" aria-label={label} aria-busy={rows === undefined || dimmed} className={styles.table}>
        <thead role="rowgroup" className={styles.head}>
          <tr role="row">
            {columns.map(({ key, header, width, numeric }) => (
              <th
                key={key}
                role="columnheader"
                scope="col"
                className={mergeClasses(styles.heading, numeric && styles.numeric)}
                style={width === undefined ? undefined : { width }}
              >
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className={mergeClasses(styles.body, dimmed && styles.dimmed)}>
          {rows === undefined && <LoadingRows columns={columns.length} />}
          {rows?.length === 0 && (
            <tr role="row">
              <td role="cell" colSpan={columns.length} className={styles.empty}>{empty}</td>
            </tr>
          )}
          {rows?.map((row) => <Row key={rowKey(row)} row={row} columns={columns} />)}
        </tbody>
      </table>
    </div>
  );
}

function Row<T>({ row, columns }: { row: T; columns: readonly Column<T>[] }) {
  const styles = useStyles();
  return (
    <tr role="row" className={styles.row}>
      {columns.map(({ key, header, cell, numeric }) => (
        <td key={key} role="cell" className={mergeClasses(styles.cell, numeric && styles.numeric)}>
          <span className={styles.label} aria-hidden>{header}</span>
          <div className={styles.value}>{cell(row)}</div>
        </td>
      ))}
    </tr>
  );
}

function LoadingRows({ columns }: { columns: number }) {
  const styles = useStyles();
  const t = useTranslations("shell");
  return [0, 1, 2, 3, 4].map((index) => (
    <tr key={index} role="row" className={styles.row}>
      <td role="cell" colSpan={columns} className={styles.cell}>
        <Skeleton aria-label={t("loading")} className={styles.value} style={{ width: "100%" }}>
          <SkeletonItem size={24} />
        </Skeleton>
      </td>
    </tr>
  ));
}
