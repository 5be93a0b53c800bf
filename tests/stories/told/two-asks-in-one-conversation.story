# two-asks-in-one-conversation.story: a plain reply that doesn't say which of two open asks it means is a comment.

09:00  deploy-bot asks #ops for approval "Ship the app?"
09:01  deploy-bot asks #ops for approval "Ship the site?" beside "Ship the app?"
09:02  ana replies "yes" in chat
       "Ship the app?" is open
       "Ship the site?" is open
       deploy-bot hears message.created "yes"
09:03  ana presses approve on "Ship the app?" in chat
       "Ship the app?" is answered approve by ana
       "Ship the site?" is open
09:04  ben replies "no" in chat
       "Ship the site?" is answered deny by ben
