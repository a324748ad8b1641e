package import Crypto
import JSON

/// Reads what Telegram sends when somebody presses a button (https://core.telegram.org/bots/api#callbackquery).
package struct TelegramInbox: Sendable {
  private let secret: Secret
  /// Where answers are taken from; those of other chats are passed over.
  private let chat: String

  /// An answer, and what Telegram is told in turn, so that the button stops waiting.
  package struct Callback: Sendable, Equatable {
    package let answer: ChannelAnswer
    fileprivate let query: String

    /// The content of the response to Telegram, as JSON: a method to call.
    ///
    /// - Parameter text: shown to whoever pressed the button; at most 200 characters.
    package func reply(_ text: String) -> [UInt8] {
      var writer = JSONWriter()
      writer.beginObject()
      writer.member("method", "answerCallbackQuery")
      writer.member("callback_query_id", query)
      writer.member("text", ShownText(text, limit: 150).text)
      writer.endObject()
      return writer.bytes
    }
  }

  /// - Parameters:
  ///   - secret: the `secret_token` that the bot's webhook was set with.
  ///   - chat: the id of the chat that notices go to.
  package init(secret: Secret, chat: String) {
    self.secret = secret
    self.chat = chat
  }

  /// Reads a request's content once its secret is proved; nil for what is no answer.
  ///
  /// - Parameter token: of `X-Telegram-Bot-Api-Secret-Token`.
  package func callback(
    in body: [UInt8], token: String?
  ) throws(ChannelRequestProblem) -> Callback? {
    guard let token, secret.equals(Array(token.utf8)) else { throw .unproved }
    guard let update = try? JSONDocument.parse(body) else { throw .malformed }
    guard let query = update["callback_query"] else { return nil }
    guard let id = query["id"]?.string, let user = query["from"]?["id"]?.integerText,
      let data = query["data"]?.string
    else { throw .malformed }
    let from = query["message"]?["chat"]
    guard from?["id"]?.integerText == chat || from?["username"]?.string.map({ "@\($0)" }) == chat
    else { return nil }
    let parts = data.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let verdict = ChannelAnswer.Verdict(rawValue: String(parts[0])) else {
      throw .malformed
    }
    let answer = ChannelAnswer(
      approval: String(parts[1]), verdict: verdict, person: "telegram:\(user)")
    return Callback(answer: answer, query: id)
  }
}

extension JSONValue {
  /// A number's digits as written; nil for what is no number.
  fileprivate var integerText: String? {
    kind == .number ? String(decoding: rawBytes, as: UTF8.self) : nil
  }
}
