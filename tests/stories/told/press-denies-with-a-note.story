# press-denies-with-a-note.story: a press may bring a note, which goes with the answer and onto every copy.

14:00  deploy-bot asks #ops for approval "Ship 2.1?"
14:03  ben presses deny noting "not on a Friday" in chat
       the ask is answered deny by ben
       the ask has note "not on a Friday"
       every copy shows "Denied by Ben in chat, 14:03 UTC: not on a Friday"
