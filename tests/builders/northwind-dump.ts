/** A dump in the manner of the Northwind database: two orders, three lines, one of them discounted to half a cent. Names are made up. */
export const northwindDump = `-- PostgreSQL database dump
SET client_encoding = 'UTF8';
CREATE TABLE order_details (
    order_id smallint NOT NULL
);
INSERT INTO categories VALUES (1, 'Drinks', now(), 'not for us');
INSERT INTO order_details VALUES (10248, 11, 9.80000019, 12, 0);
INSERT INTO order_details VALUES (10248, 42, 0.100000001, 1, 0.150000006);
INSERT INTO order_details VALUES (10249, 11, 34.7999992, 5, 0.0500000007);
INSERT INTO orders VALUES (10248, 'AAAAB', 5, '1996-07-04', '1996-08-01', '1996-07-16', 3, 32.3800011, 'Caves (du); Port', '59 rue de l''Abbaye', 'Reims', NULL, '51100', 'France');
INSERT INTO orders VALUES (10249, 'AAAAC', 6, '1996-07-05', '1996-08-16', NULL, 1, 0.00499999989, 'Grün & Söhne', 'Luisenstr. 48', 'Münster', NULL, NULL, 'Germany');
INSERT INTO products VALUES (11, 'Blue cheese', 5, 4, '1 kg', 21, 22, 30, 30, 0);
INSERT INTO products VALUES (42, 'Noodles', 20, 5, NULL, 14, 26, 0, 0, 1);
INSERT INTO shippers VALUES (1, 'Fast Lane', '(503) 555-0100');
INSERT INTO shippers VALUES (3, 'Slow Boat', '(503) 555-0101');
`;

/** 117.60 + 0.10 + 174.00 before discounts. 15 % of 10 cents are 1.5, taken off as 2: 282.98; rounded once at the end 282.985 is 282.99. */
export const northwindDumpSums = { orders: 2, lines: 3, gross: 29_170, net: 28_298, netAtOnce: 28_299 };
