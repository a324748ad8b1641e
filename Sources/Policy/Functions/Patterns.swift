import ActionModel
import Expressions
import Matching

/// Compiles the patterns that conditions write out, while the policy is loaded.
enum Patterns {
  static func target(
    _ text: String, argument: Int
  ) throws(Function.LiteralError) -> TargetPattern {
    do throws(TargetPattern.Invalid) {
      return try TargetPattern(text)
    } catch {
      throw Function.LiteralError(argument: argument, error.description)
    }
  }

  static func glob(_ text: String, argument: Int) throws(Function.LiteralError) -> Glob {
    do throws(GlobError) {
      return try Glob(text)
    } catch {
      throw Function.LiteralError(argument: argument, error.description)
    }
  }

  static func host(_ text: String, argument: Int) throws(Function.LiteralError) -> HostPattern {
    do throws(GlobError) {
      return try HostPattern(text)
    } catch {
      throw Function.LiteralError(argument: argument, error.description)
    }
  }

  static func network(_ text: String, argument: Int) throws(Function.LiteralError) -> CIDRBlock {
    do throws(CIDRBlockError) {
      return try CIDRBlock(text)
    } catch {
      throw Function.LiteralError(argument: argument, error.description)
    }
  }
}
