"""Where OAuth keeps its installations and states: slack_sdk's own tables, in our database and its migrations.

They hold tokens, so they go as soon as a workspace removes the app.
"""

from __future__ import annotations

from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore as Store
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore as StateStore

from bot.tables import Base

INSTALLATIONS = Store.build_installations_table(Base.metadata, Store.default_installations_table_name)
BOTS = Store.build_bots_table(Base.metadata, Store.default_bots_table_name)
STATES = StateStore.build_oauth_states_table(Base.metadata, StateStore.default_table_name)
