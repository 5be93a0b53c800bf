// The table of all commands.
#pragma once

#include "askctl/command.hpp"

#include <span>
#include <vector>

namespace askd::askctl {

const std::vector<Command>& commands();
std::span<const Group> groups();

int ask(Shell& shell, const Given& given);
int notify(Shell& shell, const Given& given);
int wait(Shell& shell, const Given& given);
int cancel(Shell& shell, const Given& given);
int list(Shell& shell, const Given& given);
int invite(Shell& shell, const Given& given);
int agents_list(Shell& shell, const Given& given);
int agents_revoke(Shell& shell, const Given& given);
int agents_rotate(Shell& shell, const Given& given);
int webhooks_redrive(Shell& shell, const Given& given);
int config_example(Shell& shell, const Given& given);
int config_check(Shell& shell, const Given& given);
int config_schema(Shell& shell, const Given& given);
int config_manual(Shell& shell, const Given& given);
int audit_verify(Shell& shell, const Given& given);
int audit_export(Shell& shell, const Given& given);
int connect(Shell& shell, const Given& given);
int completion(Shell& shell, const Given& given);

}  // namespace askd::askctl
