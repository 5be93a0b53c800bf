# notice-and-reply.story: a notice needs no answer; it goes to the room, and nobody is held up.

09:00  deploy-bot notifies #lobby "Version 2.1 is out."
       deploy-bot hears no delivery.failed
       deploy-bot hears no ask.opened
09:01  deploy-bot notifies #nowhere "Version 2.1 is out."
       askd refuses it: "/to/0 is not a channel of this team"
