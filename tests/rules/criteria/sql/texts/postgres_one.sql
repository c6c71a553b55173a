/* X201 低保标准 (sha256 cf20f8fc46e8e18906d441377a9ffafbadc593139c06d8b1b6daafeff7ebe558) */
WITH "__ms_read" AS (
  SELECT
    "__ms_table" AS "__ms_row",
    CASE
      WHEN PG_TYPEOF("paid") IN (
        CAST('smallint' AS REGTYPE),
        CAST('integer' AS REGTYPE),
        CAST('bigint' AS REGTYPE),
        CAST('numeric' AS REGTYPE)
      )
      THEN CASE
        WHEN CAST("paid" AS DECIMAL) BETWEEN 0.00 AND 100000.00
        AND TRUNC(CAST("paid" AS DECIMAL), 2) = CAST("paid" AS DECIMAL)
        THEN CAST(CAST("paid" AS DECIMAL) * 100 AS BIGINT)
      END
      WHEN PG_TYPEOF("paid") IN (CAST('text' AS REGTYPE), CAST('varchar' AS REGTYPE), CAST('bpchar' AS REGTYPE))
      THEN CASE
        WHEN CAST("paid" AS TEXT) ~ '^[+-]?0*[0-9]{1,6}([.][0-9]{1,2}0*)?$'
        THEN CASE
          WHEN CAST(CAST("paid" AS TEXT) AS DECIMAL) BETWEEN 0.00 AND 100000.00
          THEN CAST(CAST(CAST("paid" AS TEXT) AS DECIMAL) * 100 AS BIGINT)
        END
      END
    END AS "__ms_read_paid", /* paid: number in 元/月·人, 0 to 100000, at most 2 decimal places */
    CASE
      WHEN PG_TYPEOF("paid") IN (
        CAST('smallint' AS REGTYPE),
        CAST('integer' AS REGTYPE),
        CAST('bigint' AS REGTYPE),
        CAST('numeric' AS REGTYPE)
      )
      THEN CAST("paid" AS DECIMAL) <> 'NaN'
      ELSE "paid" IS NOT NULL
    END AS "__ms_given_paid"
  FROM "pay"."payments" AS "__ms_table"
  OFFSET 0
), "__ms_stage_1" AS (
  SELECT
    *,
    "__ms_given_paid" AND "__ms_read_paid" IS NULL AS "__ms_invalid"
  FROM "__ms_read"
  OFFSET 0
)
SELECT
  (
    "__ms_row"
  ).*,
  CASE
    WHEN "__ms_invalid"
    THEN 'invalid'
    WHEN "__ms_read_paid" >= 65000
    THEN 'met'
    WHEN (
      "__ms_read_paid" >= 65000
    ) IS NULL
    THEN 'unknown'
    ELSE 'unmet'
  END AS "X201"
FROM "__ms_stage_1"
