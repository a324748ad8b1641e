CREATE TABLE shared_counters (
  counter TEXT PRIMARY KEY,
  amounts TEXT NOT NULL,
  empties_at BIGINT NOT NULL
);

CREATE INDEX shared_counters_by_end ON shared_counters (empties_at);

CREATE TABLE shared_spends (
  decision TEXT NOT NULL,
  counter TEXT NOT NULL,
  width BIGINT NOT NULL,
  bucket BIGINT NOT NULL,
  amount TEXT NOT NULL,
  empties_at BIGINT NOT NULL,
  PRIMARY KEY (decision, counter)
);

CREATE INDEX shared_spends_by_end ON shared_spends (empties_at);
