# anyone-in-a-room.story: where a channel says anyone, so may a stranger, and the answer says how sure that is.

09:00  deploy-bot asks #lobby for choice "Pizza or soup?" of "pizza, soup"
09:01  mallory presses soup in chat
       the ask is answered soup by mallory
       the ask has assurance room
