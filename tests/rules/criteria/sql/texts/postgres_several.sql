/* X201 低保标准 (sha256 cf20f8fc46e8e18906d441377a9ffafbadc593139c06d8b1b6daafeff7ebe558) */
/* X202 城乡各按其标准 (sha256 5ea40aad740fd4c54c06103ca5e22be4726600b31738e9eab644f430760e9b79) */
WITH "__ms_read" AS (
  SELECT
    "id",
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
    END AS "__ms_given_paid",
    CASE
      WHEN PG_TYPEOF("area_kind") IN (CAST('text' AS REGTYPE), CAST('varchar' AS REGTYPE), CAST('bpchar' AS REGTYPE))
      AND CAST("area_kind" AS TEXT) COLLATE "C" IN ('county', 'district')
      THEN CAST("area_kind" AS TEXT) COLLATE "C"
    END AS "__ms_read_area_kind", /* area_kind: text */
    "area_kind" IS NOT NULL AS "__ms_given_area_kind",
    CASE
      WHEN PG_TYPEOF("month") IN (CAST('date' AS REGTYPE), CAST('timestamp' AS REGTYPE))
      THEN CASE
        WHEN CAST("month" AS DATE) BETWEEN CAST('0001-01-01' AS DATE) AND CAST('9999-12-31' AS DATE)
        THEN CASE
          WHEN CAST(CAST("month" AS DATE) AS TIMESTAMP) = CAST("month" AS TIMESTAMP)
          THEN CAST("month" AS DATE)
        END
      END
    END AS "__ms_read_month", /* month: date */
    "month" IS NOT NULL AS "__ms_given_month"
  FROM "pay"."payments"
  OFFSET 0
), "__ms_stage_1" AS (
  SELECT
    *,
    (
      "__ms_given_paid" AND "__ms_read_paid" IS NULL
    )
    OR (
      "__ms_given_area_kind" AND "__ms_read_area_kind" IS NULL
    )
    OR (
      "__ms_given_month" AND "__ms_read_month" IS NULL
    ) AS "__ms_invalid",
    "__ms_read_paid" >= CAST(CASE
      WHEN "__ms_read_area_kind" = 'county'
      THEN 500
      WHEN NOT "__ms_read_area_kind" = 'county'
      THEN 650
    END AS BIGINT) * 100 AS "__ms_step_20"
  FROM "__ms_read"
  OFFSET 0
)
SELECT
  "id",
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
  END AS "X201",
  CASE
    WHEN "__ms_invalid"
    THEN 'invalid'
    WHEN "__ms_read_month" >= CAST('2023-01-01' AS DATE)
    THEN CASE
      WHEN "__ms_step_20"
      THEN 'met'
      WHEN "__ms_step_20" IS NULL
      THEN 'unknown'
      ELSE 'unmet'
    END
    WHEN (
      "__ms_read_month" >= CAST('2023-01-01' AS DATE)
    ) IS NULL
    THEN 'unknown'
    ELSE 'not_applicable'
  END AS "X202"
FROM "__ms_stage_1"
