-- What the filters of an audience offer is found by jumping from one value to the next in these (lib/store/recipient-facets.ts).
CREATE INDEX recipients_job_title_lower_idx ON recipients (lower(job_title)) WHERE job_title IS NOT NULL;
CREATE INDEX recipients_language_lower_idx ON recipients (lower(split_part(locale, '-', 1))) WHERE split_part(locale, '-', 1) IS NOT NULL;
