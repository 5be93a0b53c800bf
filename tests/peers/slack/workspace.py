"""The whole of one fake: the world, who carries what it tells, and who may be asked."""

from .delivery import Courier
from .faults import Faults
from .http_mode import HttpMode
from .modals import Modals
from .payloads import event_callback
from .people import People
from .rates import Rates
from .refused import Refused
from .response_urls import ResponseUrls
from .settings import Settings
from .socket_mode import SocketMode
from .world import BOT_USER, Channel, Json, World


class RateLimited(Exception):
    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class Workspace:
    def __init__(self, settings: Settings) -> None:
        self.url = self.control_url = ""
        self.world = World(settings)
        self.faults = Faults()
        self.rates = Rates(self.world.clock, settings)
        self.courier = Courier(self.world, self.faults)
        self.sockets = SocketMode(self.world, self.faults)
        self.http = HttpMode(self.world)
        self.urls = ResponseUrls(self.world)
        self.people = People(self.world, self.courier, self.urls, "")
        self.modals = Modals(self.world, self.courier)
        self.world.tell = self.tell
        self.courier.carrier = self.sockets

    def at(self, url: str, control: str) -> None:
        self.control_url = control
        self.url = self.sockets.url = self.urls.address = self.people.address = url

    def use_http(self, events: str, interactivity: str, commands: str) -> None:
        """Turning one mode on turns the other off."""
        self.http.set_urls(events, interactivity, commands)
        self.courier.carrier = self.http

    def tell(self, event: Json) -> None:
        """The app hears what it subscribed to, of channels where its bot is and whose history it may read."""
        world = self.world
        if event["type"] not in world.settings.events:
            return
        channel = world.channels.get(event.get("channel", ""))
        if channel is not None:
            scope = {"channel": "channels", "group": "groups"}.get(channel.kind, channel.kind) + ":history"
            if BOT_USER not in channel.members or (event["type"] == "message" and scope not in world.scopes):
                return
        self.courier.send("events_api", event_callback(world, event))

    def check_post_rate(self, channel: Channel) -> None:
        wait = self.rates.wait_to_post(channel.id)
        if wait:
            raise RateLimited(wait)

    def check_call_rate(self, method: str, tier: int) -> None:
        wait = self.rates.wait_for(method, tier)
        if wait:
            raise RateLimited(wait)

    def revoke(self, token: str, error: str) -> None:
        """From now on the token gets this error: token_revoked, invalid_auth, account_inactive …"""
        if token not in self.world.tokens:
            raise Refused("invalid_auth")
        self.world.tokens[token].revoked = error
