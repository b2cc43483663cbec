-- A test goes to its author, whatever they have opted out of and on no list; as a draft it could be changed to reach others.
UPDATE broadcasts SET status = 'CANCELED' WHERE purpose = 'TEST' AND status IN ('DRAFT', 'IN_REVIEW');
ALTER TABLE broadcasts
  ADD CONSTRAINT broadcasts_test_check CHECK (purpose <> 'TEST' OR status NOT IN ('DRAFT', 'IN_REVIEW'));

-- What was approved before holds for as many people as what is approved from now on: approvedLimit of lib/domain/approval.ts.
UPDATE broadcasts
SET unapproved_limit = greatest((SELECT above FROM approval_rule), ceil((review->>'people')::int * 105 / 100.0)::int)
WHERE approved_at IS NOT NULL AND unapproved_limit IS NULL AND review->>'people' IS NOT NULL
  AND status IN ('SCHEDULED', 'RESOLVING', 'PAUSED', 'ACTIVE');
