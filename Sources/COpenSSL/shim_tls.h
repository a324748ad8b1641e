#ifndef GATEHOUSE_COPENSSL_SHIM_TLS_H
#define GATEHOUSE_COPENSSL_SHIM_TLS_H

// OpenSSL's macros, as functions that Swift can call.

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

static inline int tls_require_version_1_2(SSL_CTX *context) {
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}

static inline void tls_set_modes(SSL_CTX *context) {
  // Idle connections give their record buffers back, and a write may be repeated from another address.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
}

/// Tells the server which of its names is asked for (RFC 6066, section 3).
static inline int tls_set_server_name(SSL *ssl, const char *name) {
  return (int)SSL_set_tlsext_host_name(ssl, (char *)name);
}

static inline void tls_bio_set_retry_read(BIO *bio) { BIO_set_retry_read(bio); }

static inline void tls_bio_clear_retry(BIO *bio) { BIO_clear_retry_flags(bio); }

/// Writes a name as RFC 4514 does, with the letters beyond ASCII as UTF-8 and not as escapes.
static inline int tls_print_name(BIO *bio, const X509_NAME *name) {
  return X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

static inline int tls_names_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }

static inline const GENERAL_NAME *tls_names_at(const GENERAL_NAMES *names, int index) {
  return sk_GENERAL_NAME_value(names, index);
}

/// The text of a DNS, URI or e-mail name; NULL for other kinds.
static inline const ASN1_STRING *tls_name_text(const GENERAL_NAME *name) {
  switch (name->type) {
    case GEN_DNS: return name->d.dNSName;
    case GEN_URI: return name->d.uniformResourceIdentifier;
    case GEN_EMAIL: return name->d.rfc822Name;
    default: return NULL;
  }
}

#endif
