import Crypto
import Notifications

private let key = Secret(Array("key".utf8))
private let slack = SlackInbox(signingSecret: key)
private let signing = HMACSHA256(key: key)
private let telegram = TelegramInbox(secret: key, chat: "1")

/// Gives the input to what reads the posts of services, proved and not, and to the form in which notices are stored.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzNotifications(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: libFuzzer passes `count` readable bytes, which are copied before this function returns.
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let signature = "v0=\(signing.authenticate(Array("v0:1000:".utf8) + input))"
  do throws(ChannelRequestProblem) {
    let callback = try slack.callback(
      in: input, timestamp: "1000", signature: signature, now: 1000)
    precondition(callback?.answer.person.hasPrefix("slack:") != false)
  } catch {
    precondition(error == .malformed, "a signature of the library's own is genuine")
  }
  do throws(ChannelRequestProblem) {
    _ = try slack.callback(in: input, timestamp: "1001", signature: signature, now: 1000)
    preconditionFailure("a signature of another time is taken")
  } catch {
    precondition(error == .unproved)
  }
  do throws(ChannelRequestProblem) {
    let callback = try telegram.callback(in: input, token: "key")
    precondition(callback?.answer.person.hasPrefix("telegram:") != false)
  } catch {
    precondition(error == .malformed)
  }
  if let notice = Notice(json: input) {
    precondition(Notice(json: notice.json) == notice, "a stored notice is another one")
  }
  checkMail(input)
  return 0
}

/// Replies of a mail server are the same however they arrive.
private func checkMail(_ input: [UInt8]) {
  var (whole, single) = (SMTPReplyReader(), SMTPReplyReader())
  whole.receive(input)
  let expected = replies(&whole)
  var found: [SMTPReply] = []
  for byte in input {
    single.receive([byte])
    let (more, isRefused) = replies(&single)
    found += more
    if isRefused { break }
  }
  precondition(found == expected.replies, "the replies depend on how they arrive")
}

private func replies(
  _ reader: inout SMTPReplyReader
) -> (replies: [SMTPReply], isRefused: Bool) {
  var replies: [SMTPReply] = []
  do throws(DeliveryFailure) {
    while let reply = try reader.next() { replies.append(reply) }
    return (replies, false)
  } catch {
    return (replies, true)
  }
}
