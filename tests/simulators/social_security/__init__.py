"""Social insurance: SOAP in GBK for one person at a time, monthly files by SFTP for all."""
