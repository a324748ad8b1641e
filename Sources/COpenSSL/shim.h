#ifndef GATEHOUSE_COPENSSL_SHIM_H
#define GATEHOUSE_COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "shim_tls.h"

/// Gives a context for HMAC its key, and SHA-256 as its hash; 1 on success. Written in C because the parameters point to
/// their names, which have to outlive the call that makes them.
static inline int gatehouse_hmac_sha256_init(EVP_MAC_CTX *context, const unsigned char *key, size_t count) {
  char hash[] = "SHA256";
  OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string("digest", hash, 0), OSSL_PARAM_construct_end()};
  return EVP_MAC_init(context, key, count, parameters);
}

#endif
