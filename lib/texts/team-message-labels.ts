// The words of the cards with which somebody writes to all members of a team.
import type { TeamMessageLabels } from "@/lib/domain/card-team-message";

import { type Locale, MESSAGES, texts } from "./texts";

export function teamMessageLabels(locale: Locale): TeamMessageLabels {
  const t = texts(locale);
  const { band, field, button, form, confirm, asked, canceled, notice } = MESSAGES[locale].teamMessage;
  return {
    lang: locale,
    band,
    field,
    button: { ...button, send: (count) => t("teamMessage.button.send", { count }) },
    form: {
      title: (team) => t("teamMessage.form.title", { team }),
      text: (author) => t("teamMessage.form.text", { author }),
      noTemplate: form.noTemplate,
      missing: (fields) => t("teamMessage.form.missing", { fields }),
    },
    confirm: {
      title: (count) => t("teamMessage.confirm.title", { count }),
      text: (names) => t("teamMessage.confirm.text", names),
      leftOut: (count) => t("teamMessage.confirm.leftOut", { count }),
      reading: (count) => t("teamMessage.confirm.reading", { count }),
      unread: confirm.unread,
      nobody: confirm.nobody,
      typeNumber: (count) => t("teamMessage.confirm.typeNumber", { count }),
      typeHint: confirm.typeHint,
      mistyped: confirm.mistyped,
    },
    sent: {
      title: (count) => t("teamMessage.sent.title", { count }),
      text: (team) => t("teamMessage.sent.text", { team }),
    },
    asked: { title: asked.title, text: (team) => t("teamMessage.asked.text", { team }) },
    canceled,
    notice,
  };
}
