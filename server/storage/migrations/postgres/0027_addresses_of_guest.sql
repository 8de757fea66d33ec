-- The addresses of a guest who is gone are forgotten in the transaction that stores that: without reading all of the tenant.
CREATE INDEX invited_addresses_of_guest ON invited_addresses (tenant, guest);
