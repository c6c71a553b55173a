WITH "__ms_read" AS (
  SELECT
    "area",
    CASE
      WHEN REGEXP_MATCHES(TYPEOF("done"), '^(U?(TINY|SMALL|BIG)INT|U?INTEGER|DECIMAL[(](1[0-8]|[1-9]),.*)$')
      THEN CASE
        WHEN TRY_CAST("done" AS DECIMAL(9, 2)) BETWEEN 0.00 AND 1000000.00
        AND TRY_CAST("done" AS DECIMAL(9, 2)) = "done"
        THEN CAST(TRY_CAST("done" AS DECIMAL(9, 2)) * 100 AS BIGINT)
      END
      WHEN REGEXP_MATCHES(TYPEOF("done"), '^(VARCHAR|U?HUGEINT|DECIMAL[(](19|2.|3.),.*)$')
      THEN CASE
        WHEN REGEXP_MATCHES(CAST("done" AS TEXT), '^[+-]?0*[0-9]{1,7}([.][0-9]{1,2}0*)?$')
        THEN CASE
          WHEN TRY_CAST(CAST("done" AS TEXT) AS DECIMAL(9, 2)) BETWEEN 0.00 AND 1000000.00
          THEN CAST(TRY_CAST(CAST("done" AS TEXT) AS DECIMAL(9, 2)) * 100 AS BIGINT)
        END
      END
    END AS "__ms_read_done", /* done: number, 0 to 1000000, at most 2 decimal places */
    CASE
      WHEN REGEXP_MATCHES(
        TYPEOF("target"),
        '^(U?(TINY|SMALL|BIG)INT|U?INTEGER|DECIMAL[(](1[0-8]|[1-9]),.*)$'
      )
      THEN CASE
        WHEN TRY_CAST("target" AS DECIMAL(9, 2)) BETWEEN 0.00 AND 1000000.00
        AND TRY_CAST("target" AS DECIMAL(9, 2)) = "target"
        THEN CAST(TRY_CAST("target" AS DECIMAL(9, 2)) * 100 AS BIGINT)
      END
      WHEN REGEXP_MATCHES(TYPEOF("target"), '^(VARCHAR|U?HUGEINT|DECIMAL[(](19|2.|3.),.*)$')
      THEN CASE
        WHEN REGEXP_MATCHES(CAST("target" AS TEXT), '^[+-]?0*[0-9]{1,7}([.][0-9]{1,2}0*)?$')
        THEN CASE
          WHEN TRY_CAST(CAST("target" AS TEXT) AS DECIMAL(9, 2)) BETWEEN 0.00 AND 1000000.00
          THEN CAST(TRY_CAST(CAST("target" AS TEXT) AS DECIMAL(9, 2)) * 100 AS BIGINT)
        END
      END
    END AS "__ms_read_target" /* target: number, 0 to 1000000, at most 2 decimal places */
  FROM "progress"
), "__ms_stage_1" AS (
  SELECT
    *,
    CASE WHEN "__ms_read_target" = 0 THEN NULL ELSE "__ms_read_target" END AS "__ms_step_7"
  FROM "__ms_read"
)
SELECT
  "area",
  CAST(CAST(CASE
    WHEN NOT "__ms_read_done" * 5 <= "__ms_step_7" * 6
    THEN 12000
    ELSE (
      "__ms_read_done" * 20000 + "__ms_step_7"
    ) // (
      "__ms_step_7" * 2
    )
  END AS DECIMAL(19, 0)) * CAST(0.01 AS DECIMAL(3, 2)) AS DECIMAL(38, 2)) AS "rate"
FROM "__ms_stage_1"
