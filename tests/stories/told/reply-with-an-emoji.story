# reply-with-an-emoji.story: a thumb up is as good as a word, in any skin tone.

09:00  deploy-bot asks #ops for approval "Ship 2.1?"
09:01  cleo replies "👍🏽" in chat
       the ask is answered approve by cleo
