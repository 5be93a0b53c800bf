"""One askd under load: its start, its clients, and the end of the load. The tests add the disaster."""

from actors import World, acknowledgers, agents, answerers, duellists, followers, holders
from doors import quiet_port
from rig import Askd

# The limits of one agent stand in the way of a load: here all asks are one agent's.
UNBOUNDED = {"ASKD_LIMITS_OPEN_ASKS_PER_AGENT": "1000000", "ASKD_LIMITS_REQUESTS_PER_MINUTE": "100000000"}


def new_world(tmp_path, seed, gentle=False):
    askd = Askd(tmp_path / "store", env=UNBOUNDED)
    askd.port = quiet_port()
    world = World(askd, seed, gentle)
    world.begin()
    return world


def let_loose(world, asking=5, waiting=3):
    """Starts the load. Its parts meet in the same few asks: the newest."""
    for _ in range(asking):
        world.spawn(agents)
    for person in world.people:
        world.spawn(answerers, person)
    for _ in range(2):
        world.spawn(duellists)
    for _ in range(waiting):
        world.spawn(holders)
    world.spawn(followers, True, False)
    world.spawn(followers, False, True)
    world.spawn(followers, True, True)
    world.spawn(acknowledgers)


def finish(world):
    """Ends the load while askd runs, so that every actor comes to the end of what it does."""
    if world.askd.process is None:
        world.askd.start()
    world.up.set()
    world.over.set()
    world.join(240, [thread for thread in world.threads if not thread.name.startswith(("followers", "acknowl"))])


def give_up(world):
    """After a test, however it ended: no actor and no askd stays behind."""
    world.over.set()
    world.marked.set()
    if world.askd.process is not None:
        world.askd.kill()
