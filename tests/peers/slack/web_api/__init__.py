"""The methods of the Web API. Importing a module of methods registers them."""

from . import chat, conversations, files, people, reactions, start, views
from .call import METHODS, Call, Method

__all__ = ["METHODS", "Call", "Method", "chat", "conversations", "files", "people", "reactions", "start", "views"]
