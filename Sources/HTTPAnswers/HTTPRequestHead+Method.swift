package import HTTPWire

extension HTTPRequestHead {
  /// Lets through a request with the method that its path takes; a HEAD wherever a GET is, because the connection
  /// leaves the content out.
  ///
  /// - Parameter others: further methods of the path, which were looked at before.
  package func require(
    _ method: HTTPMethod, orElse others: [HTTPMethod] = []
  ) throws(ProblemDetails) {
    if self.method == method || (method == .get && self.method == .head) { return }
    throw ProblemDetails.methodNotAllowed((method == .get ? [.get, .head] : [method]) + others)
  }
}
