// The compiled part of Asio over TLS.
#include <boost/asio/ssl/impl/src.hpp>
