-- What became of the app for those who lacked it when the audience was frozen: a later broadcast does not change it.
ALTER TABLE "deliveries" ADD COLUMN "install" TEXT;

UPDATE deliveries SET install = 'WANTED' WHERE status = 'QUEUED' AND due_at >= '9000-01-01 00:00:00+00'::timestamptz;
UPDATE deliveries d SET install = coalesce(i.code, 'OTHER') FROM app_installs i, broadcasts b
  WHERE i.recipient_id = d.recipient_id AND i.status = 'FAILED' AND b.id = d.broadcast_id AND b.on_missing = 'INSTALL'
    AND d.status = 'SKIPPED' AND d.reason = 'NOT_INSTALLED';
-- As near as the present state can tell of the past.
UPDATE deliveries d SET install = 'INSTALLED' FROM app_installs i, broadcasts b
  WHERE i.recipient_id = d.recipient_id AND i.status = 'INSTALLED' AND b.id = d.broadcast_id AND b.on_missing = 'INSTALL'
    AND i.settled_at >= d.created_at AND d.status <> 'SKIPPED';

-- Not validated: it would read the whole table, and only these lines have written to the column.
ALTER TABLE deliveries ADD CONSTRAINT deliveries_install_check CHECK (install IN
  ('WANTED', 'INSTALLED', 'POLICY', 'LICENSE', 'CONSENT', 'UNKNOWN_USER', 'NOT_IN_CATALOG', 'OTHER')) NOT VALID;

-- CreateIndex
CREATE INDEX "deliveries_install_idx" ON "deliveries"("broadcast_id", "install") WHERE install IS NOT NULL;
