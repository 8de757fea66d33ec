-- Domains from which Microsoft has refused guests of a tenant, and why.
CREATE TABLE blocked_domains (
    tenant TEXT NOT NULL,
    domain TEXT NOT NULL,
    problem TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (tenant, domain)
);
