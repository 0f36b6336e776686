/** A self-signed certificate for the name localhost, valid for a hundred years. For tests on loopback alone. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBlTCCATugAwIBAgIUWgj7SrYzElO0e6brOUJ1V3Wlbg8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTA3NTMwNloYDzIxMjYxMDI4
MDc1MzA2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATTPs2l+BmrCEkONblLCh8ICot4KIba9uziZbzvGuz5TmSlw5AnUHiC
x13eQBh0rLcVunXzhIZj5stTzvoHIjI1o2kwZzAdBgNVHQ4EFgQUIzvIbmGwwXJh
rKfsgfFDstRvF68wHwYDVR0jBBgwFoAUIzvIbmGwwXJhrKfsgfFDstRvF68wDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
SAAwRQIgLIoiq+ohbYKyT3LM58PP9FPTmzcduk74uST5MyyY1ygCIQCIcVbljCNH
Q3rqYZYOdhf/u/Rl7KTvGpxRH9qL/0eonw==
-----END CERTIFICATE-----
`;

/** Its key: known to all who read this, and therefore good for nothing else. */
export const certificateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgDscokV7xTlQwEmpT
tC2AP1z8hbG3+Ta3HDLmmPJF5cGhRANCAATTPs2l+BmrCEkONblLCh8ICot4KIba
9uziZbzvGuz5TmSlw5AnUHiCx13eQBh0rLcVunXzhIZj5stTzvoHIjI1
-----END PRIVATE KEY-----
`;
