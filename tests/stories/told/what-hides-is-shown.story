# what-hides-is-shown.story: characters that can't be seen are spelled out, so that nobody approves what they didn't read.

09:00  deploy-bot asks #ops for approval "Pay 10‮08?" body "to​mallory"
       every copy shows "Pay 10⟨U+202E⟩08?"
       every copy shows "to⟨U+200B⟩mallory"
