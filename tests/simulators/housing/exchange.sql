CREATE SCHEMA qzk;
CREATE TABLE qzk.hs_batch (
    pch varchar(20) PRIMARY KEY, hs integer NOT NULL, sjc timestamp NOT NULL
);
CREATE TABLE qzk.hs_apply_out (
    xlh bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, czlx char(1) NOT NULL,
    sjc timestamp NOT NULL, pch varchar(20) NOT NULL, zt smallint NOT NULL DEFAULT 0, cwxx text,
    sqbh varchar(30), jtbh varchar(30), sqr_xm varchar(100), sqr_sfzh varchar(30), sqrq date,
    bzfs varchar(20), bzzt varchar(20)
);
CREATE TABLE qzk.hs_guarantee_out (
    xlh bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, czlx char(1) NOT NULL,
    sjc timestamp NOT NULL, pch varchar(20) NOT NULL, zt smallint NOT NULL DEFAULT 0, cwxx text,
    jtbh varchar(30), sqr_xm varchar(100), sqr_sfzh varchar(30), bzfs varchar(20), bzzt varchar(20),
    lhh varchar(30), lhrq date, pzrq date, xmmc varchar(100), fwdz varchar(200), yzj numeric(10,2),
    ybt numeric(10,2), fhdq date, qzys integer
);
CREATE TABLE qzk.hs_member_out (
    xlh bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, czlx char(1) NOT NULL,
    sjc timestamp NOT NULL, pch varchar(20) NOT NULL, zt smallint NOT NULL DEFAULT 0, cwxx text,
    jtbh varchar(30), xm varchar(100), sfzh varchar(30), gx varchar(20)
);
CREATE TABLE qzk.hs_result_out (
    xlh bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, czlx char(1) NOT NULL,
    sjc timestamp NOT NULL, pch varchar(20) NOT NULL, zt smallint NOT NULL DEFAULT 0, cwxx text,
    lsh varchar(64), sqbh varchar(30), jg varchar(20), yy text
);
CREATE TABLE qzk.hs_apply_in (
    xlh bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, czlx char(1) NOT NULL DEFAULT 'I',
    sjc timestamp NOT NULL DEFAULT localtimestamp, pch varchar(20) NOT NULL DEFAULT '',
    zt smallint NOT NULL DEFAULT 0, cwxx text,
    lsh varchar(64) NOT NULL UNIQUE, sqr_xm varchar(100), sqr_sfzh varchar(30), lxdh varchar(30),
    bzfs varchar(20), jtrk integer, nr jsonb
);
CREATE ROLE hub_exchange LOGIN CONNECTION LIMIT 5;
GRANT USAGE ON SCHEMA qzk TO hub_exchange;
GRANT SELECT ON ALL TABLES IN SCHEMA qzk TO hub_exchange;
GRANT UPDATE (zt, cwxx) ON qzk.hs_apply_out, qzk.hs_guarantee_out, qzk.hs_member_out,
    qzk.hs_result_out TO hub_exchange;
GRANT INSERT ON qzk.hs_apply_in TO hub_exchange;
