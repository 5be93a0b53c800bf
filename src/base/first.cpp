// The coroutines that askd/first.hpp promises to be made in one place.
#include "askd/first.hpp"

namespace askd {

template Async<Ended<void>> with_end(Async<> coroutine);
template Async<std::variant<Ended<void>, Ended<void>>> first_of(Async<> a, Async<> b);

}  // namespace askd
