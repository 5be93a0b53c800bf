// The compiled part of Asio.
#include <boost/asio/impl/src.hpp>
