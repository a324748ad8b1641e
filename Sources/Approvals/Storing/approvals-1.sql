CREATE TABLE approvals (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  agent TEXT NOT NULL,
  binding TEXT NOT NULL,
  request TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'denied', 'expired', 'used')),
  resolved_at BIGINT,
  used_at BIGINT,
  used_by TEXT,
  is_recorded BIGINT NOT NULL CHECK (is_recorded IN (0, 1))
);

CREATE UNIQUE INDEX approvals_waiting ON approvals (binding) WHERE state = 'pending';

CREATE INDEX approvals_by_state ON approvals (state, asked_at);

CREATE INDEX approvals_by_agent ON approvals (tenant, agent, state);

CREATE TABLE approval_votes (
  approval TEXT NOT NULL REFERENCES approvals (id),
  approver TEXT NOT NULL,
  roles TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('approve', 'deny')),
  reason TEXT NOT NULL,
  channel TEXT NOT NULL,
  voted_at BIGINT NOT NULL,
  PRIMARY KEY (approval, approver)
);

CREATE TABLE approval_views (
  approval TEXT NOT NULL REFERENCES approvals (id),
  viewer TEXT NOT NULL,
  channel TEXT NOT NULL,
  viewed_at BIGINT NOT NULL,
  PRIMARY KEY (approval, viewer, channel)
);

CREATE TABLE grants (
  id TEXT PRIMARY KEY,
  tenant TEXT NOT NULL,
  agent TEXT NOT NULL,
  tool TEXT NOT NULL,
  document TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  revoked_at BIGINT,
  revoked_by TEXT
);

CREATE INDEX grants_by_agent ON grants (tenant, agent, tool, expires_at);

CREATE TABLE approval_keys (
  name TEXT PRIMARY KEY,
  secret TEXT NOT NULL
);
