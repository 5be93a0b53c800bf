#include "net/proxy.hpp"

#include <map>

#include <gtest/gtest.h>

namespace askd::net {
namespace {

using Variables = std::map<std::string, std::string>;

Result<Proxies> read(const Variables& variables) {
  return Proxies::read([&variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  });
}

// "http://host:port" or "https://host:port" to the proxy's name; "-" for none.
std::string proxy_of(const Proxies& proxies, const std::string& url) {
  const bool tls = url.starts_with("https");
  const std::string authority = url.substr(url.find("//") + 2);
  const auto colon = authority.rfind(':');
  const Proxy* proxy = proxies.find(tls, authority.substr(0, colon), authority.substr(colon + 1));
  return proxy == nullptr ? "-" : proxy->name();
}

TEST(Proxies, AreThoseThatCurlWouldTake) {
  const std::string secure = "https://a.example:443", plain = "http://a.example:80";
  struct Case {
    Variables variables;
    std::string secure;
    std::string plain;
  };
  const std::vector<Case> cases{
      {{}, "-", "-"},
      {{{"https_proxy", "http://p:1"}}, "p:1", "-"},
      {{{"HTTPS_PROXY", "http://p:1"}}, "p:1", "-"},
      {{{"https_proxy", "http://p:1"}, {"HTTPS_PROXY", "http://q:2"}}, "p:1", "-"},
      {{{"https_proxy", ""}, {"HTTPS_PROXY", "http://q:2"}}, "q:2", "-"},
      {{{"http_proxy", "http://p:1"}}, "-", "p:1"},
      {{{"HTTP_PROXY", "http://p:1"}}, "-", "-"},
      {{{"HTTP_PROXY", "no proxy at all"}}, "-", "-"},
      {{{"ALL_PROXY", "http://p:1"}}, "p:1", "p:1"},
      {{{"all_proxy", "http://q:2"}, {"ALL_PROXY", "http://p:1"}}, "q:2", "q:2"},
      {{{"ALL_PROXY", "http://p:1"}, {"http_proxy", "http://q:2"}}, "p:1", "q:2"},
      {{{"ALL_PROXY", "http://p:1"}, {"NO_PROXY", "*"}}, "-", "-"},
      {{{"ALL_PROXY", "http://p:1"}, {"no_proxy", "b.example"}, {"NO_PROXY", "*"}}, "p:1", "p:1"},
      {{{"ALL_PROXY", "http://p:1"}, {"no_proxy", ""}, {"NO_PROXY", "*"}}, "-", "-"},
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto proxies = read(cases[i].variables);
    ASSERT_TRUE(proxies) << i << ": " << proxies.error().message;
    EXPECT_EQ(proxy_of(*proxies, secure), cases[i].secure) << i;
    EXPECT_EQ(proxy_of(*proxies, plain), cases[i].plain) << i;
  }
}

TEST(Proxies, AreTakenApart) {
  struct Case {
    std::string value;
    std::string name;
    std::string authorization;
  };
  const std::vector<Case> cases{
      {"http://proxy.example:3128", "proxy.example:3128", ""},
      {"http://proxy.example:3128/", "proxy.example:3128", ""},
      {"proxy.example:3128", "proxy.example:3128", ""},
      {"proxy.example", "proxy.example:1080", ""},
      {"HTTP://Proxy.Example", "proxy.example:1080", ""},
      {"http://192.0.2.1:8080", "192.0.2.1:8080", ""},
      {"http://[2001:db8::1]:8080", "[2001:db8::1]:8080", ""},
      {"http://Aladdin:open%20sesame@p:1", "p:1", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
      {"Aladdin:open%20sesame@p:1", "p:1", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
      {"http://me@p:1", "p:1", "Basic bWU6"},
      {"http://a%40b:c%3Ad@p:1", "p:1", "Basic YUBiOmM6ZA=="},
  };
  for (const Case& one : cases) {
    const auto proxies = read({{"https_proxy", one.value}});
    ASSERT_TRUE(proxies) << one.value << ": " << proxies.error().message;
    const Proxy* proxy = proxies->find(true, "a", "443");
    ASSERT_NE(proxy, nullptr) << one.value;
    EXPECT_EQ(proxy->name(), one.name) << one.value;
    EXPECT_EQ(proxy->authorization, one.authorization) << one.value;
  }
}

TEST(Proxies, ThatCannotBeUsedAreNamedAndNeverRepeated) {
  for (const std::string value :
       {"http://me:secret@", "http://", "http://me:secret@p:0", "http://me:secret@p:65536", "http://me:secret@p:x",
        "http://me:se/secret@p:1", "http://me:se#secret@p:1", "http://me:se?secret@p:1", "http://me:se@secret@p:1",
        "http://me:se%0D%0Asecret@p:1", "http://me:secret%zz@p:1", "http://me%3Ayou:secret@p:1", "http://p:1/secret",
        "http:/secret", "secret://p:1", "http://sec ret:1", "http://me:secret@p%20q:1", " http://me:secret@p:1"}) {
    for (const std::string variable : {"HTTPS_PROXY", "http_proxy", "ALL_PROXY"}) {
      const auto proxies = read({{variable, value}});
      ASSERT_FALSE(proxies) << value;
      EXPECT_EQ(proxies.error().fault, Fault::invalid);
      EXPECT_TRUE(proxies.error().message.starts_with(variable + " isn't the address of a proxy: "))
          << proxies.error().message;
      EXPECT_EQ(proxies.error().message.find("secret"), std::string::npos) << proxies.error().message;
    }
  }
  for (const std::string kind : {"socks5", "socks4", "socks5h", "https", "SOCKS5"}) {
    const auto proxies = read({{"ALL_PROXY", kind + "://me:secret@p:1"}});
    ASSERT_FALSE(proxies) << kind;
    EXPECT_TRUE(proxies.error().message.starts_with("ALL_PROXY names a proxy of the kind ")) << proxies.error().message;
    EXPECT_EQ(proxies.error().message.find("secret"), std::string::npos) << proxies.error().message;
  }
}

TEST(Proxies, AreGoneAroundWhereTheListSaysSo) {
  struct Case {
    std::string list;
    std::string url;
    bool direct;
  };
  const std::vector<Case> cases{
      {"", "https://a.example:443", false},
      {"example.com", "https://example.com:443", true},
      {"example.com", "https://EXAMPLE.com:8443", true},
      {"example.com", "https://example.com.:443", true},
      {"example.com.", "https://example.com:443", true},
      {"EXAMPLE.com", "http://www.example.com:80", true},
      {"example.com", "https://notexample.com:443", false},
      {"example.com", "https://example.com.net:443", false},
      {".example.com", "https://example.com:443", true},
      {".example.com", "https://www.example.com:443", true},
      {"*.example.com", "https://www.example.com:443", true},
      {"a.example, localhost\tb.example", "http://localhost:80", true},
      {"a.example, localhost\tb.example", "http://b.example:80", true},
      {"a.example, localhost\tb.example", "http://c.example:80", false},
      {",, a.example ,", "http://a.example:80", true},
      {"a.example:8443", "https://a.example:8443", true},
      {"a.example:8443", "https://a.example:443", false},
      {"a.example:443", "https://www.a.example:443", true},
      {"127.0.0.1", "http://127.0.0.1:80", true},
      {"127.0.0.1", "http://127.0.0.2:80", false},
      {"127.0.0.1", "http://localhost:80", false},
      {"127.0.0.1:80", "http://127.0.0.1:80", true},
      {"127.0.0.1:80", "http://127.0.0.1:81", false},
      {"0.0.1", "http://127.0.0.1:80", false},
      {"10.0.0.0/8", "http://10.200.0.1:80", true},
      {"10.1.2.3/8", "http://10.200.0.1:80", true},
      {"10.0.0.0/8", "http://11.0.0.1:80", false},
      {"10.0.0.0/8", "http://ten.example:80", false},
      {"::1", "http://::1:80", true},
      {"[::1]", "http://::1:80", true},
      {"[::1]:81", "http://::1:80", false},
      {"[::1]:80", "http://::1:80", true},
      {"fd00::/8", "http://fd12::1:80", true},
      {"fd00::/8", "http://fe12::1:80", false},
      {"10.0.0.0/8", "http://::ffff:10.0.0.1:80", true},
      {"*", "http://a.example:80", true},
      {"b.example,*", "http://a.example:80", true},
  };
  for (const Case& one : cases) {
    const auto proxies = read({{"ALL_PROXY", "http://p:1"}, {"NO_PROXY", one.list}});
    ASSERT_TRUE(proxies) << one.list << ": " << proxies.error().message;
    EXPECT_EQ(proxy_of(*proxies, one.url), one.direct ? "-" : "p:1") << one.list << " and " << one.url;
  }
}

TEST(Proxies, ListsAreReadToTheLastWord) {
  for (const std::string word :
       {"10.0.0.0/33", "10.0.0/8", "a.example/8", "fd00::/129", "a.example:0", "a.example:x", "[::1", "[::1]80",
        "10.0.0.0/8:80", "exa*mple.com", "http://a.example", ".", "a..:b:c"}) {
    const auto proxies = read({{"NO_PROXY", "a.example," + word}});
    ASSERT_FALSE(proxies) << word;
    EXPECT_EQ(proxies.error().fault, Fault::invalid);
    EXPECT_TRUE(proxies.error().message.starts_with("NO_PROXY holds \"" + word + "\", which is no name"))
        << proxies.error().message;
  }
}

TEST(Proxies, OfTheProcess) {
  ASSERT_EQ(::setenv("https_proxy", "http://of-the-process:7", 1), 0);
  ::unsetenv("no_proxy");
  ::unsetenv("NO_PROXY");
  const auto proxies = Proxies::from_environment();
  ::unsetenv("https_proxy");
  ASSERT_TRUE(proxies) << proxies.error().message;
  EXPECT_EQ(proxy_of(*proxies, "https://a.example:443"), "of-the-process:7");
}

}  // namespace
}  // namespace askd::net
