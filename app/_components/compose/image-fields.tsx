"use client";

// An image and the words for those who cannot see it. Both or neither: the card refuses a picture without words.
import { Field, Input, makeStyles, tokens } from "@fluentui/react-components";
import { useTranslations } from "use-intl";

import { useCompose } from "./compose-context";
import { fieldIdOf } from "./draft-issues";
import { useFieldLabelProps } from "./field-label";

const useStyles = makeStyles({
  pair: {
    display: "grid",
    gap: tokens.spacingHorizontalL,
    gridTemplateColumns: "repeat(auto-fit, minmax(min(220px, 100%), 1fr))",
    alignItems: "start",
  },
});

export function ImageFields() {
  const styles = useStyles();
  return (
    <div className={styles.pair}>
      <ImageField part="url" />
      <ImageField part="altText" />
    </div>
  );
}

function ImageField({ part }: { part: "url" | "altText" }) {
  const { form, change, issueAt, touch } = useCompose();
  const t = useTranslations("compose");
  const path = `message.image.${part}`;
  const isUrl = part === "url";
  const begun = form.image.url !== "" || form.image.altText !== "";
  const label = useFieldLabelProps(t(isUrl ? "field.imageUrl" : "field.imageAltText"), begun);
  const issue = issueAt(path);
  return (
    <div id={fieldIdOf(path)}>
      <Field
        label={label}
        hint={t(isUrl ? "guide.image" : "guide.imageAltText")}
        {...(issue && { validationMessage: issue })}
      >
        <Input
          value={form.image[part]}
          name={path}
          type={isUrl ? "url" : "text"}
          inputMode={isUrl ? "url" : "text"}
          placeholder={t(isUrl ? "example.url" : "example.imageAltText")}
          aria-required={begun}
          onChange={(_event, data) => change({ type: "set", values: { image: { ...form.image, [part]: data.value } } })}
          onBlur={() => touch(path)}
        />
      </Field>
    </div>
  );
}
