/// A problem ends the handling of a request, and is its answer.
extension ProblemDetails: Error {}
