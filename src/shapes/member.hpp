// Members of the objects that shapes write.
#pragma once

#include "base/json_write.hpp"

#include "askd/id.hpp"

#include <string_view>

namespace askd::shapes {

template <class T>
void write_member(json::Writer& writer, std::string_view name, const T& value) {
  writer.key(name);
  json::write_value(writer, value);
}

// {"id": …, "name": …}
inline void write_agent(json::Writer& writer, AgentId id, std::string_view name) {
  writer.begin_object();
  write_member(writer, "id", id);
  write_member(writer, "name", name);
  writer.end_object();
}

}  // namespace askd::shapes
