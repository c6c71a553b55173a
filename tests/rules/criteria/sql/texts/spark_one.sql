/* X202 城乡各按其标准 (sha256 5ea40aad740fd4c54c06103ca5e22be4726600b31738e9eab644f430760e9b79) */
WITH `__ms_read` AS (
  SELECT
    `id`,
    CASE
      WHEN TYPEOF(`paid`) RLIKE '^(tinyint|smallint|int|bigint|decimal[(](1[0-8]|[1-9]),.*|decimal[(]38,18[)])$'
      THEN CASE
        WHEN TRY_CAST(`paid` AS DECIMAL(8, 2)) BETWEEN 0.00 AND 100000.00
        AND TRY_CAST(`paid` AS DECIMAL(8, 2)) = `paid`
        THEN CAST(TRY_CAST(`paid` AS DECIMAL(8, 2)) * 100 AS BIGINT)
      END
      WHEN TYPEOF(`paid`) RLIKE '^(string|decimal[(](19|2.|3.),.*)$'
      THEN CASE
        WHEN CAST(`paid` AS STRING) RLIKE '^[+-]?0*[0-9]{1,6}([.][0-9]{1,2}0*)?$'
        AND NOT CAST(`paid` AS STRING) RLIKE '[^0-9.+-]'
        THEN CASE
          WHEN TRY_CAST(CAST(`paid` AS STRING) AS DECIMAL(8, 2)) BETWEEN 0.00 AND 100000.00
          THEN CAST(TRY_CAST(CAST(`paid` AS STRING) AS DECIMAL(8, 2)) * 100 AS BIGINT)
        END
      END
    END AS `__ms_read_paid`, /* paid: number in 元/月·人, 0 to 100000, at most 2 decimal places */
    `paid` IS NOT NULL AS `__ms_given_paid`,
    CASE
      WHEN TYPEOF(`area_kind`) RLIKE '^(string)$'
      AND CAST(`area_kind` AS STRING) IN ('county', 'district')
      THEN CAST(`area_kind` AS STRING)
    END AS `__ms_read_area_kind`, /* area_kind: text */
    `area_kind` IS NOT NULL AS `__ms_given_area_kind`,
    CASE
      WHEN TYPEOF(`month`) RLIKE '^(date|timestamp_ntz)$'
      THEN CASE
        WHEN CAST(`month` AS DATE) BETWEEN CAST('0001-01-01' AS DATE) AND CAST('9999-12-31' AS DATE)
        THEN CASE
          WHEN CAST(CAST(`month` AS DATE) AS TIMESTAMP_NTZ) = CAST(`month` AS TIMESTAMP_NTZ)
          THEN CAST(`month` AS DATE)
        END
      END
    END AS `__ms_read_month`, /* month: date */
    `month` IS NOT NULL AS `__ms_given_month`
  FROM `payments`
), `__ms_stage_1` AS (
  SELECT
    *,
    (
      `__ms_given_paid` AND `__ms_read_paid` IS NULL
    )
    OR (
      `__ms_given_area_kind` AND `__ms_read_area_kind` IS NULL
    )
    OR (
      `__ms_given_month` AND `__ms_read_month` IS NULL
    ) AS `__ms_invalid`,
    `__ms_read_paid` >= CAST(CASE
      WHEN `__ms_read_area_kind` = 'county'
      THEN 500
      WHEN NOT `__ms_read_area_kind` = 'county'
      THEN 650
    END AS BIGINT) * 100 AS `__ms_step_12`
  FROM `__ms_read`
)
SELECT
  `id`,
  CASE
    WHEN `__ms_invalid`
    THEN 'invalid'
    WHEN `__ms_read_month` >= CAST('2023-01-01' AS DATE)
    THEN CASE
      WHEN `__ms_step_12`
      THEN 'met'
      WHEN `__ms_step_12` IS NULL
      THEN 'unknown'
      ELSE 'unmet'
    END
    WHEN (
      `__ms_read_month` >= CAST('2023-01-01' AS DATE)
    ) IS NULL
    THEN 'unknown'
    ELSE 'not_applicable'
  END AS `X202`
FROM `__ms_stage_1`
