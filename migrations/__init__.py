"""The database's versions, one head, run at start. A new one: ``alembic revision --autogenerate``."""
