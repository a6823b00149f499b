SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.invoice_lines (
    invoice text NOT NULL,
    place bigint NOT NULL,
    description text NOT NULL,
    quantity bigint NOT NULL,
    unit_amount bigint NOT NULL,
    tax bigint NOT NULL
);
CREATE TABLE public.invoices (
    id text NOT NULL,
    merchant text NOT NULL,
    number text NOT NULL,
    link text NOT NULL,
    customer_name text NOT NULL,
    customer_email text NOT NULL,
    currency text NOT NULL,
    subtotal bigint NOT NULL,
    tax bigint NOT NULL,
    total bigint NOT NULL,
    due_date text,
    expires_at bigint,
    notes text NOT NULL,
    state text NOT NULL,
    state_since bigint,
    paid_by text,
    clover_order text,
    created_at bigint NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE public.payments (
    id text NOT NULL,
    invoice text NOT NULL,
    merchant text NOT NULL,
    key text NOT NULL,
    gateway_key text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    receipt_email text,
    payer_address text,
    token text,
    token_digest text NOT NULL,
    state text NOT NULL,
    state_since bigint,
    checks bigint,
    charge text,
    charged_amount bigint,
    card_brand text,
    card_last4 text,
    reference text,
    auth_code text,
    reason text,
    due_at bigint,
    created_at bigint NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE public.seaql_migrations (
    version character varying NOT NULL,
    applied_at bigint NOT NULL
);
INSERT INTO public.invoice_lines VALUES ('inv_aeaqcaibaeaqcaibaeaqcaibae', 0, 'Érable', 2, 500, 130);
INSERT INTO public.invoice_lines VALUES ('inv_aibaeaqcaibaeaqcaibaeaqcai', 0, 'Érable', 2, 500, 130);
INSERT INTO public.invoices VALUES ('inv_aeaqcaibaeaqcaibaeaqcaibae', 'acme', 'N-1', 'aeaqcaibaeaqcaibaeaqcaibafjkakfx', 'Zoë', 'zoe@example.test', 'CAD', 1000, 130, 1130, '2026-12-31', NULL, 'Thank you', 'open', NULL, NULL, 'ORDERN-1', 1790000000000, 3);
INSERT INTO public.invoices VALUES ('inv_aibaeaqcaibaeaqcaibaeaqcai', 'acme', 'N-2', 'aibaeaqcaibaeaqcaibaeaqcajf7zcwq', 'Zoë', 'zoe@example.test', 'CAD', 1000, 130, 1130, '2026-12-31', NULL, 'Thank you', 'paid', 1790000009000, 'pay_aibaeaqcaibaeaqcaibaeaqcai', 'ORDERN-2', 1790000000000, 3);
INSERT INTO public.payments VALUES ('pay_aeaqcaibaeaqcaibaeaqcaibae', 'inv_aeaqcaibaeaqcaibaeaqcaibae', 'acme', 'key-of-payer-001', '01010101-0101-4101-8101-010101010101', 1130, 'CAD', NULL, NULL, 'clv_1TSTSabcdefghijklmn001', 'digest', 'dispatched', 1790000005000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1790000125000, 1790000004000, 1);
INSERT INTO public.payments VALUES ('pay_aibaeaqcaibaeaqcaibaeaqcai', 'inv_aibaeaqcaibaeaqcaibaeaqcai', 'acme', 'key-of-payer-002', '02020202-0202-4202-8202-020202020202', 1130, 'CAD', NULL, NULL, NULL, 'digest', 'approved', 1790000009000, NULL, 'CHARGE2', 1130, 'VISA', '4242', 'REF2', 'OK1234', NULL, NULL, 1790000008000, 2);
INSERT INTO public.seaql_migrations VALUES ('m20261121_000001_invoices', 1795263939);
INSERT INTO public.seaql_migrations VALUES ('m20261121_000002_payments', 1795263939);
ALTER TABLE ONLY public.invoice_lines
    ADD CONSTRAINT invoice_lines_pkey PRIMARY KEY (invoice, place);
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.seaql_migrations
    ADD CONSTRAINT seaql_migrations_pkey PRIMARY KEY (version);
CREATE UNIQUE INDEX invoices_link ON public.invoices USING btree (link);
CREATE INDEX invoices_merchant_created_at_id ON public.invoices USING btree (merchant, created_at, id);
CREATE UNIQUE INDEX invoices_merchant_number ON public.invoices USING btree (merchant, number);
CREATE INDEX payments_due_at ON public.payments USING btree (due_at, id) WHERE (due_at IS NOT NULL);
CREATE UNIQUE INDEX payments_invoice_key ON public.payments USING btree (invoice, key);
CREATE UNIQUE INDEX payments_live_invoice ON public.payments USING btree (invoice) WHERE (state = ANY (ARRAY['prepared'::text, 'dispatched'::text, 'unclear'::text]));
ALTER TABLE ONLY public.invoice_lines
    ADD CONSTRAINT invoice_lines_invoice FOREIGN KEY (invoice) REFERENCES public.invoices(id);
ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_invoice FOREIGN KEY (invoice) REFERENCES public.invoices(id);
