# How everything is compiled. `askd_flags` is linked into each target of the project by itself.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
# Line tables are enough for a stack trace, and halve the size of what is written and linked.
set(CMAKE_CXX_FLAGS_DEBUG "-g1")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

find_program(ASKD_CCACHE ccache)
# What one checkout has compiled serves every other one on the machine, so no path of it may reach the cache.
if(ASKD_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${ASKD_CCACHE})
endif()

add_library(askd_flags INTERFACE)
link_libraries(askd_flags)
target_compile_definitions(askd_flags INTERFACE ASKD_VERSION="${PROJECT_VERSION}" _GLIBCXX_ASSERTIONS)

target_compile_options(askd_flags INTERFACE
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wnull-dereference)
if(ASKD_WERROR)
  target_compile_options(askd_flags INTERFACE -Werror)
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # In a batch of sources every unnamed namespace seems to lie in an included file.
  target_compile_options(askd_flags INTERFACE -Wno-subobject-linkage)
  # Asio recycles the frames of its awaitables through a pair of operators that g++ 12 takes for mismatched.
  target_compile_options(askd_flags INTERFACE -Wno-mismatched-new-delete)
  # From -O2 on it takes the place where a function returns its std::optional for one that may be null.
  target_compile_options(askd_flags INTERFACE -Wno-error=null-dereference)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # clang 14 has the coroutines of C++20 but doesn't announce them by the macro that libstdc++ 12 asks for.
  target_compile_options(askd_flags INTERFACE -Wno-builtin-macro-redefined)
  target_compile_definitions(askd_flags INTERFACE __cpp_impl_coroutine=201902L)
endif()

if(ASKD_SANITIZE)
  # g++ -Og compiles in two thirds of the time of -O1 and runs the tests far faster than -O0.
  target_compile_options(askd_flags INTERFACE
    -Og -fsanitize=${ASKD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(askd_flags INTERFACE -fsanitize=${ASKD_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND ASKD_SANITIZE MATCHES "undefined")
    # clang 14 can't put this check before the parts of a coroutine ("difference across sections").
    target_compile_options(askd_flags INTERFACE -fno-sanitize=function)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # With sanitizers g++ 12 loses track of what boost::variant2 and std::variant have initialised, and of null checks.
    target_compile_options(askd_flags INTERFACE -Wno-maybe-uninitialized -Wno-null-dereference)
    # Asio's fences are invisible to the thread sanitizer, which g++ says once for each.
    if(ASKD_SANITIZE MATCHES "thread")
      target_compile_options(askd_flags INTERFACE -Wno-tsan)
    endif()
  endif()
endif()

if(ASKD_HARDEN)
  target_compile_options(askd_flags INTERFACE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|i.86")
    target_compile_options(askd_flags INTERFACE -fcf-protection)
  endif()
  target_link_options(askd_flags INTERFACE -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
  include(CheckPIESupported)
  check_pie_supported(LANGUAGES CXX)
endif()

foreach(linker mold ld.lld ld.lld-14)
  find_program(ASKD_LINKER_${linker} ${linker})
  if(ASKD_LINKER_${linker})
    string(REPLACE "ld.lld" "lld" name ${linker})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR NOT name MATCHES "-14")
      target_link_options(askd_flags INTERFACE -fuse-ld=${name})
      break()
    endif()
  endif()
endforeach()
