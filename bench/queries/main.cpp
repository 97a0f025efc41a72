// Runs contenders over libpq. The arguments are the connection string of the primary and a file of the ids that are
// asked about, one a line. Reads commands on standard input, words separated by tabs, and answers each in one line that
// begins with "ok" or with "failed" and why:
//
// - statement NAME TEXT COUNT PARAMETER...: makes a contender of a prepared statement; COUNT parameters a turn
// - connection NAME CONNINFO TEXT COUNT PARAMETER...: ... of a statement on a new connection each time
// - floor NAME DOCUMENT PRIMARY INVENTORY PAYMENTS: ... of a client in C++
// - answer NAME KEY: ok JSON
// - measure NAME CLIENTS MILLISECONDS: ok REQUESTS SECONDS
// - repeat NAME REQUESTS: ok PID, of the one process that answered them and nothing else
//
// Contenders that ask the primary alone take turns on the same connections, one for each client. The kernel keeps to
// what it has once decided for a pair of processes, on which core it wakes the server's one; on connections of their
// own some contenders would be lucky, by more than what is compared.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "contender.h"

namespace {

using bench::Client;
using Words = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

// A contender and the clients that have been needed so far.
struct Contender {
  bench::ClientFactory factory;
  std::vector<std::unique_ptr<Client>> clients;
  std::unique_ptr<Client> alone;  // on a connection of its own
};

class Program {
 public:
  Program(std::string primary, std::vector<std::string> keys) : primary_(std::move(primary)), keys_(std::move(keys)) {}

  std::string Run(const Words& words) {
    const std::string& command = words.at(0);
    Contender& contender = contenders_[words.at(1)];
    if (command == "answer") {
      Client& client = ClientOf(&contender, 0);
      client.Ask(words.at(2));
      return client.Answer();
    }
    if (command == "measure") return Measure(&contender, std::stoul(words.at(2)), std::stoi(words.at(3)));
    if (command == "repeat") return Repeat(&contender, std::stoul(words.at(2)));
    if (command == "floor") {
      contender.factory = bench::FloorFactory(words.at(2), {words.at(3), words.at(4), words.at(5)});
    } else if (command == "connection") {
      contender.factory = bench::StatementFactory({words.at(3), Turns(words, 4), words.at(2)});
    } else {
      contender.factory = bench::StatementFactory({words.at(2), Turns(words, 3)});
    }
    return {};
  }

 private:
  // The lists of parameters after their count.
  static std::vector<Words> Turns(const Words& words, size_t place) {
    const auto count = static_cast<std::ptrdiff_t>(std::stoul(words.at(place)));
    std::vector<Words> turns;
    auto parameter = words.begin() + static_cast<std::ptrdiff_t>(place) + 1;
    do {
      turns.emplace_back(parameter, parameter + count);
      parameter += count;
    } while (parameter != words.end());
    return turns;
  }

  Client& ClientOf(Contender* contender, size_t number) {
    while (connections_.size() <= number) connections_.push_back(bench::Connect(primary_));
    for (size_t next = contender->clients.size(); next <= number; ++next) {
      contender->clients.push_back(contender->factory(connections_[next]));
    }
    return *contender->clients[number];
  }

  std::string Repeat(Contender* contender, size_t requests) {
    if (contender->alone == nullptr) contender->alone = contender->factory(bench::Connect(primary_));
    for (size_t i = 0; i < requests; ++i) contender->alone->Ask(keys_[next_++ % keys_.size()]);
    return std::to_string(contender->alone->BackendPid());
  }

  // The clients ask one question after the other until the time is over. Each walks through the keys in its own steps.
  std::string Measure(Contender* contender, size_t clients, int milliseconds) {
    ClientOf(contender, clients - 1);
    std::atomic<int64_t> requests = 0;
    std::atomic<bool> failed = false;
    const auto start = Clock::now();
    const auto end = start + std::chrono::milliseconds(milliseconds);
    const auto work = [&](size_t number) {
      int64_t asked = 0;
      size_t place = (next_ + number * 7919) % keys_.size();
      try {
        do {
          contender->clients[number]->Ask(keys_[place]);
          place = (place + 1) % keys_.size();
          ++asked;
        } while (Clock::now() < end);
      } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
        failed = true;
      }
      requests += asked;
    };
    std::vector<std::thread> threads;
    for (size_t i = 1; i < clients; ++i) threads.emplace_back(work, i);
    work(0);
    for (std::thread& thread : threads) thread.join();
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    next_ = (next_ + static_cast<size_t>(requests)) % keys_.size();
    if (failed) throw std::runtime_error("a client was not answered");
    return std::to_string(requests) + ' ' + std::to_string(seconds);
  }

  std::string primary_;
  std::vector<std::string> keys_;
  std::vector<bench::Connection> connections_;
  size_t next_ = 0;
  std::map<std::string, Contender> contenders_;
};

Words SplitAtTabs(const std::string& line) {
  Words words;
  std::istringstream stream(line);
  for (std::string word; std::getline(stream, word, '\t');) words.push_back(word);
  return words;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::ifstream file(argv[2]);
  std::vector<std::string> keys;
  for (std::string key; std::getline(file, key);) keys.push_back(key);
  if (keys.empty()) return 2;
  Program program(argv[1], std::move(keys));
  for (std::string line; std::getline(std::cin, line);) {
    try {
      const std::string answer = program.Run(SplitAtTabs(line));
      std::cout << "ok " << answer << std::endl;
    } catch (const std::exception& error) {
      std::string reason = error.what();
      for (char& c : reason) c = c == '\n' ? ' ' : c;
      std::cout << "failed " << reason << std::endl;
    }
  }
}
