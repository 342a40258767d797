"""Values written into SQLite past the software, as a tool for databases may leave them there."""

from sqlalchemy import Engine


def write_past(engine: Engine, table: str, column: str, key: int, value: object) -> None:
    """Writes a value that the column of the table should not hold."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA ignore_check_constraints = ON")
        change = f"UPDATE {table} SET {column} = ? WHERE id = ?"
        driver.execute(change, (value, key))
        driver.commit()
        driver.execute("PRAGMA ignore_check_constraints = OFF")
