"""Requirements on one record, judged on records, frames and databases."""
