// A page of what State holds in order of its ids.
#pragma once

#include "net/message.hpp"
#include "shapes/member.hpp"
#include "shapes/paging.hpp"

#include "askd/id.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace askd::shapes {

// {name: […], "next"?}: the first `limit` entries of `map` behind `from` that fit. `next` is the last one's id: behind
// it the next page begins.
template <class Map, class Fits, class Write>
net::Response state_page(const net::Request& request, std::string_view name, const Map& map,
                         const typename Map::key_type& from, std::size_t limit, const Fits& fits, const Write& write) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object();
  writer.key(name);
  writer.begin_array();
  std::size_t count = 0;
  typename Map::key_type last = {};
  std::string next;
  for (auto at = map.upper_bound(from); at != map.end(); ++at) {
    if (!fits(at->second)) continue;
    if (count++ == limit) {
      next = last.text();
      break;
    }
    last = at->first;
    write(writer, at->second);
  }
  writer.end_array();
  if (!next.empty()) write_member(writer, "next", next);
  writer.end_object();
  return page_response(request, std::move(text), next);
}

}  // namespace askd::shapes
