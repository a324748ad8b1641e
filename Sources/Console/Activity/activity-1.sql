CREATE TABLE activity (
  log TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('agent', 'session', 'burden', 'next')),
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (log, kind, name)
);
