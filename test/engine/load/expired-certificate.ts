/** A self-signed certificate for the name localhost that was good for one day in 2020. For tests on loopback alone. */
export const expiredCertificate = `-----BEGIN CERTIFICATE-----
MIIBXjCCAQWgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwHhcNMjAwMTAxMDAwMDAwWhcNMjAwMTAyMDAwMDAwWjAUMRIwEAYDVQQDDAls
b2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQPTlwPYVLlYBfqFcuv
uW2xVougr6mYQRr59AffswbdsTeweIz0jjJ/VgtDU0Wb28Psg0ri7W0qB14/Ueq0
Fylho0gwRjAUBgNVHREEDTALgglsb2NhbGhvc3QwDwYDVR0TAQH/BAUwAwEB/zAd
BgNVHQ4EFgQUguYj7SKZVeLJUYWIeZ4pVSj3LP0wCgYIKoZIzj0EAwIDRwAwRAIg
FZiV5LpX3eIfb/bunAQaKos6FDouBduYhH+MfR7XdXoCIBZlGuH/1aAt8a811tW+
CF2wYEUg98vhkiPyHj7L7ohM
-----END CERTIFICATE-----
`;

/** Its key: known to all who read this, and therefore good for nothing else. */
export const expiredKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9WTtxCLeXi7e8Tny
amE+GopnfT4dlRglNyJJa8lU7hKhRANCAAQPTlwPYVLlYBfqFcuvuW2xVougr6mY
QRr59AffswbdsTeweIz0jjJ/VgtDU0Wb28Psg0ri7W0qB14/Ueq0Fylh
-----END PRIVATE KEY-----
`;
