#ifndef GATEHOUSE_CRE2_H
#define GATEHOUSE_CRE2_H

#endif
