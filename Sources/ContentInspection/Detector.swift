/// One thing that is looked for, as tables and catalogue know it.
package struct Detector: Sendable, Hashable {
  /// The stable id.
  package let id: String
  package let kind: Finding.Kind
  package let severity: Severity
}

extension Detector {
  static let privateKey = Detector(id: "private_key", kind: .credential, severity: .critical)
  static let urlPassword = Detector(id: "url_password", kind: .credential, severity: .high)
  static let authorization = Detector(
    id: "authorization_header", kind: .credential, severity: .high)
  static let curlUser = Detector(id: "curl_user", kind: .credential, severity: .high)
  static let netrc = Detector(id: "netrc_password", kind: .credential, severity: .high)
  static let kubernetesSecret = Detector(
    id: "kubernetes_secret", kind: .credential, severity: .high)
  static let password = Detector(id: "password", kind: .credential, severity: .medium)
  static let connectionPassword = Detector(
    id: "connection_string_password", kind: .credential, severity: .high)
  static let genericSecret = Detector(id: "generic_secret", kind: .credential, severity: .medium)

  static let email = Detector(id: "email_address", kind: .personalData, severity: .low)
  static let phone = Detector(id: "phone_number", kind: .personalData, severity: .low)
  static let card = Detector(id: "payment_card", kind: .personalData, severity: .high)
  static let iban = Detector(id: "iban", kind: .personalData, severity: .medium)
  static let bitcoin = Detector(id: "bitcoin_address", kind: .personalData, severity: .low)
  static let ethereum = Detector(id: "ethereum_address", kind: .personalData, severity: .low)

  static let zeroWidth = Detector(id: "zero_width_text", kind: .hiddenText, severity: .medium)
  static let bidirectional = Detector(
    id: "bidirectional_control", kind: .hiddenText, severity: .medium)
  static let tagCharacters = Detector(id: "tag_characters", kind: .hiddenText, severity: .high)
  static let variationSelectors = Detector(
    id: "variation_selector_data", kind: .hiddenText, severity: .high)
  static let hiddenComment = Detector(id: "hidden_comment", kind: .hiddenText, severity: .medium)
  static let hiddenStyle = Detector(id: "hidden_style", kind: .hiddenText, severity: .medium)
  static let injectionModel = Detector(
    id: "injection_model", kind: .promptInjection, severity: .medium)

  static let encodedURL = Detector(id: "encoded_url_value", kind: .exfiltration, severity: .medium)
  static let encodedHost = Detector(id: "encoded_host_label", kind: .exfiltration, severity: .high)
  static let imageData = Detector(
    id: "markdown_image_data", kind: .exfiltration, severity: .high)
  static let linkData = Detector(id: "markdown_link_data", kind: .exfiltration, severity: .medium)

  static let incomplete = Detector(
    id: "inspection_incomplete", kind: .inspection, severity: .high)
  static let tooMany = Detector(id: "too_many_findings", kind: .inspection, severity: .high)

  /// The detectors that are code rather than lines of a table.
  static let builtIn: [Detector] = [
    privateKey, urlPassword, authorization, curlUser, netrc, kubernetesSecret, password,
    connectionPassword, genericSecret, email, phone, card, iban, bitcoin, ethereum, zeroWidth,
    bidirectional, tagCharacters, variationSelectors, hiddenComment, hiddenStyle, injectionModel,
    encodedURL, encodedHost, imageData, linkData, incomplete, tooMany,
  ]
}
